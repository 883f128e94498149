/** What can be said of a face beside who it is, each by a model that is loaded only if asked for. */
export const attributeNames = ['age', 'gender', 'landmarks', 'eyes'] as const;

/**
 * A part of an analysis that is off by default, and whose model has to be asked for at `create`: see `Attributes`.
 *
 * @useDeclaredType
 */
export type Attribute = (typeof attributeNames)[number];

/**
 * The attributes whose models are to be loaded: those asked for, and the landmarks, by which the eyes are found.
 *
 * @throws TypeError for an attribute that there is not
 */
export function neededFor(asked: readonly Attribute[]): Attribute[] {
  const unknown = asked.find((name) => !attributeNames.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`'${unknown}' is none of the attributes ${attributeNames.join(', ')}.`);
  return attributeNames.filter((name) => asked.includes(name) || (name === 'landmarks' && asked.includes('eyes')));
}

/**
 * @param loaded the models that are loaded, by attribute
 * @throws TypeError where an attribute is wanted whose model is not loaded
 */
export function requireLoaded(
  wanted: Partial<Record<Attribute, boolean>>,
  loaded: Partial<Record<Attribute, string>>,
): void {
  const missing = attributeNames.filter((name) => wanted[name] && loaded[name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map((name) => `'${name}'`).join(', ');
  throw new TypeError(`No model was loaded for ${names}: create the engine with attributes: [${names}].`);
}
