// What the page says when its node did not start or has stopped: one sentence and a way to try again. Plain DOM above
// everything else, so that it works before the screens are there and when they have stopped.

import './tokens.css';
import './base.css';

const noticeId = 'start-failure';

/** @param reason one or two sentences: what happened and what to do */
export const showStartFailure = (reason: string): void => {
  document.getElementById(noticeId)?.remove();
  const notice = document.createElement('section');
  const title = document.createElement('strong');
  const text = document.createElement('p');
  const reload = document.createElement('button');
  notice.id = noticeId;
  notice.className = 'note bad stack-small';
  notice.setAttribute('role', 'alert');
  title.textContent = 'This tab is not a node now.';
  text.textContent = reason;
  reload.type = 'button';
  reload.className = 'button';
  reload.textContent = 'Reload the page';
  reload.addEventListener('click', () => {
    location.reload();
  });
  notice.append(title, text, reload);
  reload.style.alignSelf = 'flex-start';
  document.body.prepend(notice);
};
