/**
 * Makes the OpenRPC document (https://spec.open-rpc.org) of the API from its one table, `MethodTable` in
 * shared/provider/api.ts: names, params, results and what the comments say. The document is kept, so that a node that
 * serves it needs no compiler: `node scripts/api-docs.ts` writes it after every change of the table, and a test compares. Owns terminal-node/rpc/open-rpc.json.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const tableFile = fileURLToPath(new URL('../shared/provider/api.ts', import.meta.url));
export const openRpcFile = fileURLToPath(new URL('../terminal-node/rpc/open-rpc.json', import.meta.url));

type Schema = Readonly<Record<string, unknown>>;

interface Making {
  readonly checker: ts.TypeChecker;
  /** shapes with a name, by it */
  readonly named: Map<string, Schema>;
}

const docOf = (symbol: ts.Symbol, { checker }: Making): { readonly description?: string } => {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text === '' ? {} : { description: text };
};

const isOptional = (symbol: ts.Symbol): boolean => (symbol.flags & ts.SymbolFlags.Optional) !== 0;

const typeOf = (symbol: ts.Symbol, { checker }: Making): ts.Type => checker.getTypeOfSymbol(symbol);

const withoutUndefined = (type: ts.Type): readonly ts.Type[] =>
  type.isUnion() ? type.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0) : [type];

/** `type AmountText = string` leaves no trace in the type; what the field is declared as does. */
const texts: Readonly<Record<string, Schema>> = {
  AmountText: { type: 'string', pattern: '^[0-9]{1,20}$' },
  AddressText: { type: 'string', pattern: '^tabc?1[02-9ac-hj-np-z]+$' },
  HexText: { type: 'string', pattern: '^0x([0-9a-f]{2})*$' },
};

const declaredText = (symbol: ts.Symbol): Schema | undefined => {
  const { valueDeclaration } = symbol;
  if (valueDeclaration === undefined || !ts.isPropertySignature(valueDeclaration)) return undefined;
  return texts[valueDeclaration.type?.getText() ?? ''];
};

const fieldSchema = (symbol: ts.Symbol, making: Making): Schema => ({
  ...docOf(symbol, making),
  ...(declaredText(symbol) ?? unionSchema(withoutUndefined(typeOf(symbol, making)), making)),
});

const literalOf = (type: ts.Type): string | number | boolean | undefined => {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if ((type.flags & ts.TypeFlags.BooleanLiteral) === 0) return undefined;
  return 'intrinsicName' in type && type.intrinsicName === 'true';
};

const unionSchema = (types: readonly ts.Type[], making: Making): Schema => {
  const [first] = types;
  if (types.length === 1 && first !== undefined) return schemaOf(first, making);
  const literals = types.map(literalOf);
  if (types.length === 2 && literals.includes(true) && literals.includes(false)) return { type: 'boolean' };
  if (literals.every((literal) => literal !== undefined)) return { enum: literals };
  return { oneOf: types.map((type) => schemaOf(type, making)) };
};

const objectSchema = (type: ts.Type, making: Making): Schema => {
  const fields = making.checker.getPropertiesOfType(type);
  if (fields.length === 0) return { type: 'object' };
  const required = fields.filter((field) => !isOptional(field)).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, making)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
};

/** The name under which a shape stands once, for all who use it. */
const nameOf = (type: ts.Type): string | undefined => {
  if (type.aliasSymbol !== undefined) {
    const { name } = type.aliasSymbol;
    return type.aliasTypeArguments === undefined && /^[A-Z]/.test(name) ? name : undefined;
  }
  const symbol = type.getSymbol();
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0 ? symbol.name : undefined;
};

const shapeSchema = (type: ts.Type, making: Making): Schema => {
  if (type.isUnion()) return unionSchema(type.types, making);
  const { checker } = making;
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    return { type: 'array', items: element === undefined ? {} : schemaOf(element, making) };
  }
  return objectSchema(type, making);
};

const basicSchema = (type: ts.Type): Schema | undefined => {
  const { flags } = type;
  const literal = literalOf(type);
  if (literal !== undefined) return { const: literal };
  if ((flags & ts.TypeFlags.String) !== 0) return { type: 'string' };
  if ((flags & ts.TypeFlags.TemplateLiteral) !== 0) return texts['HexText'];
  if ((flags & ts.TypeFlags.Number) !== 0) return { type: 'number' };
  if ((flags & ts.TypeFlags.Null) !== 0) return { type: 'null' };
  if ((flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0) return {};
  if (type.getSymbol()?.name === 'Uint8Array') return { type: 'string', contentEncoding: 'base64' };
  return undefined;
};

const schemaOf = (type: ts.Type, making: Making): Schema => {
  const basic = basicSchema(type);
  if (basic !== undefined) return basic;
  const name = nameOf(type);
  if (name === undefined || name === 'ReadonlyArray' || name === 'Array') return shapeSchema(type, making);
  if (!making.named.has(name)) {
    making.named.set(name, {}); // a shape may hold itself
    making.named.set(name, shapeSchema(type, making));
  }
  return { $ref: `#/components/schemas/${name}` };
};

/** The fields of all forms that params may have; required is what each form requires. */
const paramsOf = (type: ts.Type, making: Making): readonly Schema[] => {
  const forms = (type.isUnion() ? type.types : [type]).map((form) => making.checker.getPropertiesOfType(form));
  const names = [...new Set(forms.flatMap((fields) => fields.map(({ name }) => name)))];
  return names.map((name) => {
    const found = forms.map((fields) => fields.find((field) => field.name === name));
    const here = found.filter((field) => field !== undefined);
    const schemas = [...new Set(here.map((field) => JSON.stringify(fieldSchema(field, making))))];
    const all = schemas.map((schema) => JSON.parse(schema) as Schema);
    return {
      name,
      required: found.every((field) => field !== undefined && !isOptional(field)),
      schema: all.length === 1 ? all[0] : { oneOf: all },
    };
  });
};

const methodOf = (symbol: ts.Symbol, making: Making): Schema => {
  const type = typeOf(symbol, making);
  const part = (name: string): ts.Type => {
    const field = type.getProperty(name);
    if (field === undefined) throw new Error(`${symbol.name} has no ${name}`);
    return typeOf(field, making);
  };
  return {
    name: symbol.name,
    ...docOf(symbol, making),
    paramStructure: 'by-name',
    params: paramsOf(part('params'), making),
    result: { name: 'result', schema: schemaOf(part('result'), making) },
  };
};

/** The methods that a server of JSON-RPC has beside those of the table. */
const ownMethods = (events: Schema): readonly Schema[] =>
  ['rpc_subscribe', 'rpc_unsubscribe'].map((name) => ({
    name,
    description: 'Over a WebSocket alone: events come as notifications `rpc_event` with { event, payload }.',
    paramStructure: 'by-name',
    params: [{ name: 'event', required: true, schema: events }],
    result: { name: 'result', schema: { type: 'object' } },
  }));

export const openRpcText = (): string => {
  const program = ts.createProgram([tableFile], {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const source = program.getSourceFile(tableFile);
  const checker = program.getTypeChecker();
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  const fieldsOf = (name: string): readonly ts.Symbol[] => {
    const found = exported.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no ${name} in ${tableFile}`);
    return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(found));
  };
  const making: Making = { checker, named: new Map() };
  const methods = fieldsOf('MethodTable').map((method) => methodOf(method, making));
  const events = { enum: fieldsOf('EventTable').map(({ name }) => name) };
  const schemas = Object.fromEntries([...making.named].sort(([a], [b]) => (a < b ? -1 : 1)));
  const document = {
    openrpc: '1.3.2',
    info: { title: 'Tabchain', version: '1', description: 'docs/json-rpc.md' },
    methods: [...methods, ...ownMethods(events)],
    components: { schemas },
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
};
