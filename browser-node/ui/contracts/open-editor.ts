// The editor: CodeMirror in a shadow root of its own, where its style sheets are adopted; in the document it would add
// <style>, which the page's policy refuses. A part that is fetched when code is shown or written.
// Owns the view, which `close` takes away. Bounds: the document is what the person types; a deployment takes 24 KiB of it.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completeContract } from './complete-contract.ts';
import { fetchContractNames } from './contract-names.ts';
import { editorLook } from './editor-look.ts';

export interface LineFault {
  /** from 1 */
  readonly line: number;
  readonly reason: string;
}

export interface EditorText {
  readonly label: string;
  /** how to leave by the keyboard; read out with the label */
  readonly leaving: string;
  /** CodeMirror's own words that are read out, by their English ones */
  readonly phrases: Readonly<Record<string, string>>;
}

export interface EditorWish {
  /** an element without a shadow root */
  readonly host: HTMLElement;
  readonly code: string;
  readonly readonly: boolean;
  readonly text: EditorText;
  readonly changed: (code: string) => void;
}

export interface OpenEditor {
  readonly show: (code: string) => void;
  /** marks a line, or none */
  readonly mark: (fault: LineFault | undefined) => void;
  readonly speak: (text: EditorText) => void;
  readonly focus: () => void;
  readonly close: () => void;
}

const hintId = 'leaving';

const writing = (): Extension => [
  history(),
  closeBrackets(),
  indentOnInput(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  autocompletion({ icons: false }),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, indentWithTab]),
];

const spoken = ({ label, phrases }: EditorText, isReadonly: boolean): Extension => [
  EditorState.phrases.of(phrases),
  EditorView.contentAttributes.of({
    // with a place in the order of Tab, which axe does not see of what is editable
    ...{ 'aria-label': label, 'data-testid': 'code', spellcheck: 'false', tabindex: '0' },
    ...(isReadonly ? { 'aria-readonly': 'true' } : { 'aria-describedby': hintId }),
  }),
];

const diagnosticsOf = (state: EditorState, fault: LineFault | undefined): readonly Diagnostic[] => {
  if (fault === undefined || fault.line < 1 || fault.line > state.doc.lines) return [];
  const { from, to, text } = state.doc.line(fault.line);
  const start = from + (text.length - text.trimStart().length);
  return [{ from: Math.min(start, to), to, severity: 'error', message: fault.reason }];
};

/** What describes the editor has to be in its own root. */
const addHint = (root: ShadowRoot): HTMLElement => {
  const hint = document.createElement('p');
  hint.id = hintId;
  hint.hidden = true;
  root.append(hint);
  return hint;
};

export const openEditor = ({ host, code, readonly: isReadonly, text, changed }: EditorWish): OpenEditor => {
  const root = host.attachShadow({ mode: 'open' });
  const hint = addHint(root);
  hint.textContent = text.leaving;
  const names = new Compartment();
  const language = new Compartment();
  const view = new EditorView({
    doc: code,
    parent: root,
    root,
    extensions: [
      lineNumbers(),
      lintGutter(),
      drawSelection(),
      bracketMatching(),
      indentUnit.of('  '),
      javascript(),
      editorLook,
      keymap.of([...lintKeymap, ...defaultKeymap]),
      names.of([]),
      language.of(spoken(text, isReadonly)),
      isReadonly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : writing(),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ],
  });
  let isOpen = true;
  if (!isReadonly) {
    void fetchContractNames().then((known) => {
      const autocomplete = completeContract(known);
      if (isOpen) view.dispatch({ effects: names.reconfigure(javascriptLanguage.data.of({ autocomplete })) });
    });
  }
  return {
    show: (shown) => {
      const old = view.state.doc;
      if (shown !== old.toString()) view.dispatch({ changes: { from: 0, to: old.length, insert: shown } });
    },
    mark: (fault) => {
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, fault)));
    },
    speak: (now) => {
      hint.textContent = now.leaving;
      view.dispatch({ effects: language.reconfigure(spoken(now, isReadonly)) });
    },
    focus: () => {
      view.focus();
    },
    close: () => {
      isOpen = false;
      view.destroy();
    },
  };
};
