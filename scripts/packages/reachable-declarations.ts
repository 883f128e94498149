import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'rolldown/utils';

/** A name that a file has from another one. */
interface Link {
  specifier: string;
  name: string;
}

/** A declaration file, taken apart. */
interface DeclarationFile {
  /** Local name → where it is imported from. */
  imports: Map<string, Link>;
  /** Exported name → where it is passed on from. */
  passedOn: Map<string, Link>;
  declarations: { names: string[]; text: string; mentions: Set<string> }[];
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

/**
 * Of the declarations that TypeScript has written, those that an entry's exports need. The others would make a consumer's
 * compiler read what a package is made of, and look for packages that are bundled.
 *
 * @param entries paths, each of which keeps all that it has
 * @returns path → text, with `.js` for the `.ts` that TypeScript leaves in its relative imports
 */
export function reachableFrom(entries: readonly string[]): Map<string, string> {
  const files = new Map<string, DeclarationFile>();
  const needed = new Map<string, Set<string>>();

  const fileAt = (path: string): DeclarationFile => {
    const known = files.get(path);
    if (known !== undefined) return known;
    const file = takeApart(path);
    files.set(path, file);
    return file;
  };
  const need = (path: string, name: string): void => {
    const names = needed.get(path) ?? new Set();
    needed.set(path, names);
    if (names.has(name)) return;
    names.add(name);
    const { imports, passedOn, declarations } = fileAt(path);
    const link = imports.get(name) ?? passedOn.get(name);
    if (link?.specifier.startsWith('.')) need(pathOf(path, link.specifier), link.name);
    for (const { names, mentions } of declarations) {
      if (!names.includes(name)) continue;
      for (const mention of mentions) if (isKnown(fileAt(path), mention)) need(path, mention);
    }
  };
  for (const entry of entries) {
    const { passedOn, declarations } = fileAt(entry);
    for (const name of [...passedOn.keys(), ...declarations.flatMap(({ names }) => names)]) need(entry, name);
  }
  return new Map([...needed].map(([path, names]) => [path, textOf(fileAt(path), names)]));
}

function takeApart(path: string): DeclarationFile {
  const code = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]!.message}`);
  const file: DeclarationFile = { imports: new Map(), passedOn: new Map(), declarations: [] };
  let end = 0;
  for (const statement of program.body) {
    // A declaration's documentation is before it.
    const text = code.slice(end, statement.end).trim();
    end = statement.end;
    if (statement.type === 'ImportDeclaration') {
      for (const specifier of statement.specifiers) {
        if (specifier.type !== 'ImportSpecifier') throw new Error(`${path}: only names can be imported, not ${text}`);
        file.imports.set(specifier.local.name, { specifier: statement.source.value, name: nameIn(specifier.imported) });
      }
    } else if (statement.type === 'ExportNamedDeclaration' && statement.declaration === null) {
      if (statement.source === null && statement.specifiers.length > 0)
        throw new Error(`${path}: export where it is declared, not ${text}`);
      for (const { local, exported } of statement.specifiers) {
        file.passedOn.set(nameIn(exported), { specifier: statement.source!.value, name: nameIn(local) });
      }
    } else {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration! : statement;
      file.declarations.push({
        names: namesOf(declaration as unknown as Node),
        text,
        mentions: identifiersIn(declaration),
      });
    }
  }
  return file;
}

function namesOf(declaration: Node): string[] {
  const declarators = (declaration['declarations'] ?? [declaration]) as { id: { name: string } }[];
  return declarators.map(({ id }) => id.name);
}

/** The names of properties too: one that is a declaration's as well keeps that, which does no harm. */
function identifiersIn(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  if ('type' in node && node.type === 'Identifier') found.add((node as unknown as { name: string }).name);
  for (const value of Object.values(node)) identifiersIn(value, found);
  return found;
}

function isKnown({ imports, declarations }: DeclarationFile, name: string): boolean {
  return imports.has(name) || declarations.some(({ names }) => names.includes(name));
}

function textOf({ imports, passedOn, declarations }: DeclarationFile, needed: ReadonlySet<string>): string {
  const links = (keyword: string, from: Map<string, Link>) =>
    [...from]
      .filter(([name]) => needed.has(name))
      .map(([name, link]) => {
        const names = link.name === name ? name : `${link.name} as ${name}`;
        return `${keyword} { ${names} } from '${link.specifier.replace(/\.ts$/, '.js')}';`;
      });
  const kept = declarations.filter(({ names }) => names.some((name) => needed.has(name)));
  const lines = [
    ...links('import type', imports),
    ...links('export', passedOn),
    ...kept.map(({ text }) => text),
    // Where nothing is exported, all is.
    'export {};',
  ];
  return `${lines.join('\n')}\n`;
}

function nameIn(name: { type: string; name?: string; value?: string }): string {
  return name.name ?? name.value!;
}

function pathOf(from: string, specifier: string): string {
  return resolve(dirname(from), specifier.replace(/\.ts$/, '.d.ts'));
}
