import { join } from 'node:path';
import {
  Application,
  type DeclarationReflection,
  LogLevel,
  type ParameterReflection,
  type ProjectReflection,
  ReferenceType,
  ReflectionKind,
  ReflectionType,
  type SomeType,
  type TypeDocOptions,
  UnionType,
} from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { root } from './markdown.ts';

/** Where the API reference is: what the packages export, in the words of their docstrings, a page for each entry of a package. */
export const referenceFolder = join(root, 'docs/api');

const entries = [
  'face-core/src/index.ts',
  'face-core/src/objects/index.ts',
  'facebank/src/index.ts',
  'facebank/src/matching/index.ts',
  'face-gate/src/index.ts',
];

const options: TypeDocOptions & PluginOptions = {
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: join(root, 'scripts/docs/tsconfig.json'),
  validation: { notDocumented: true },
  packagesRequiringDocumentation: ['face-core', 'facebank', 'face-gate'],
  // A property may go without: its name and its neighbours' comments can say it all.
  requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Variable', 'Function', 'Method', 'Accessor'],
  excludeExternals: true,
  excludePrivate: true,
  disableSources: true,
  logLevel: LogLevel.Warn,
  readme: join(root, 'scripts/docs/reference.md'),
  mergeReadme: true,
  router: 'module',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  // A heading's own anchor depends on those before it, which the plugin does not always count as GitHub does.
  useHTMLAnchors: true,
  expandObjects: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true },
};

/**
 * Writes it into a folder, whose content it replaces.
 *
 * @throws Error where an export lacks a docstring: TypeDoc says which on stderr
 */
export async function writeReference(folder: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    ...options,
    entryPoints: entries.map((entry) => join(root, 'packages', entry)),
    outputs: [{ name: 'markdown', path: folder }],
  });
  const project = await app.convert();
  if (project !== undefined) app.validate(project);
  if (project === undefined || app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The API reference was not written: see above.');
  }
  nameParameters(project);
  describeMembers(project);
  hideBases(project);
  await app.generateOutputs(project);
}

/** A parameter that its function takes apart at once has no name in the source: it gets that of its type. */
function nameParameters(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter) as ParameterReflection[]) {
    if (parameter.name === '__namedParameters')
      parameter.name = parameter.defaultValue === undefined ? nameOf(parameter.type) : 'options';
  }
}

/** `options` for CallOptions, `policy` for Required<CapturePolicy>. */
function nameOf(type: SomeType | undefined): string {
  if (!(type instanceof ReferenceType)) return 'options';
  const [argument] = type.typeArguments ?? [];
  return argument === undefined ? type.name.match(/[A-Z][a-z]+$/)![0].toLowerCase() : nameOf(argument);
}

/** What is said of the members of a union, such as the codes of an error, as a list; TypeDoc's own shows it in HTML alone. */
function describeMembers(project: ProjectReflection): void {
  for (const { type, comment } of project.getReflectionsByKind(ReflectionKind.TypeAlias) as DeclarationReflection[]) {
    if (!(type instanceof UnionType) || type.types.some((member) => member instanceof ReflectionType)) continue;
    for (const [index, words] of type.elementSummaries?.entries() ?? []) {
      if (words.length > 0) comment!.summary.push({ kind: 'text', text: `\n\n- \`${type.types[index]}\`: ` }, ...words);
    }
  }
}

/** A table of an interface's properties has those of its bases too, some of which nobody can import. */
function hideBases(project: ProjectReflection): void {
  for (const shape of project.getReflectionsByKind(ReflectionKind.Interface) as DeclarationReflection[]) {
    delete shape.typeHierarchy;
  }
}
