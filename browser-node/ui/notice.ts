// A notice above everything else: what is wrong in one or two sentences, and one thing to do about it. Plain DOM, so that
// it works before the screens are there and when they have stopped. Bound: one notice for each id.

import './tokens.css';
import './base.css';

export interface Notice {
  readonly id: string;
  readonly title: string;
  /** what happened and what it means */
  readonly text: string;
  /** what the button says, and does */
  readonly choice: string;
  readonly act: () => void;
}

/** Takes the place of the notice with the same id; returns the function that takes it away. */
export const showNotice = ({ id, title, text, choice, act }: Notice): (() => void) => {
  document.getElementById(id)?.remove();
  const notice = document.createElement('section');
  const heading = document.createElement('strong');
  const sentence = document.createElement('p');
  const button = document.createElement('button');
  notice.id = id;
  notice.className = 'note bad stack-small';
  notice.setAttribute('role', 'alert');
  heading.textContent = title;
  sentence.textContent = text;
  button.type = 'button';
  button.className = 'button';
  button.textContent = choice;
  button.addEventListener('click', act);
  button.style.alignSelf = 'flex-start';
  notice.append(heading, sentence, button);
  document.body.prepend(notice);
  return () => {
    notice.remove();
  };
};
