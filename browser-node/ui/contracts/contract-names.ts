// What the editor knows of a contract's world: names, signatures and docs out of the type declarations that lie beside the
// examples (public/contracts/tabchain-contract.d.ts), so that they are written once. Reads the declarations by the editor's
// own TypeScript grammar; what it does not know it leaves out. Bounded by the text.

import { typescriptLanguage } from '@codemirror/lang-javascript';

/** As the grammar gives it: a kind, a place, and what it holds. */
type SyntaxNode = ReturnType<typeof typescriptLanguage.parser.parse>['topNode'];

export interface DeclaredName {
  readonly name: string;
  /** what it is a part of: `storage` of `get` */
  readonly of: string | undefined;
  readonly kind: 'function' | 'constant' | 'property';
  /** as declared, without its name: `(key: string): any` */
  readonly signature: string;
  /** what its comment says, in one line */
  readonly about: string;
}

const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
};

const commentText = (comment: string): string =>
  comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

export const contractNames = (declarations: string): readonly DeclaredName[] => {
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }): string => declarations.slice(from, to);
  const aboutOf = ({ prevSibling }: SyntaxNode): string =>
    prevSibling?.name === 'BlockComment' ? commentText(textOf(prevSibling)) : '';
  const declared = (
    node: SyntaxNode,
    nameNode: SyntaxNode | null,
    rest: Pick<DeclaredName, 'of' | 'kind' | 'about'>,
  ): readonly DeclaredName[] => {
    if (nameNode === null) return [];
    const signature = textOf({ from: nameNode.to, to: node.to }).replace(/;$/, '').replace(/\s+/g, ' ').trim();
    return [{ ...rest, name: textOf(nameNode), signature }];
  };
  const membersOf = (type: SyntaxNode, of: string): readonly DeclaredName[] =>
    childrenOf(type).flatMap((member) => {
      if (member.name !== 'MethodType' && member.name !== 'PropertyType') return [];
      const kind = member.name === 'MethodType' ? 'function' : 'property';
      return declared(member, member.getChild('PropertyDefinition'), { of, kind, about: aboutOf(member) });
    });
  return childrenOf(typescriptLanguage.parser.parse(declarations).topNode).flatMap((node) => {
    if (node.name !== 'AmbientDeclaration') return [];
    const about = aboutOf(node);
    const fn = node.getChild('AmbientFunctionDeclaration');
    if (fn !== null) return declared(fn, fn.getChild('VariableDefinition'), { of: undefined, kind: 'function', about });
    const variable = node.getChild('VariableDeclaration');
    const name = variable?.getChild('VariableDefinition');
    const type = variable?.getChild('TypeAnnotation')?.getChild('ObjectType');
    if (name === null || name === undefined || type === null || type === undefined) return [];
    const holder = textOf(name);
    return [{ name: holder, of: undefined, kind: 'constant', signature: '', about }, ...membersOf(type, holder)];
  });
};

/** The declarations beside this page; none where they cannot be had, and the editor then completes less. */
export const fetchContractNames = async (): Promise<readonly DeclaredName[]> => {
  try {
    const answer = await fetch('./contracts/tabchain-contract.d.ts');
    return answer.ok ? contractNames(await answer.text()) : [];
  } catch {
    return [];
  }
};
