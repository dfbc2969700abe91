/** Words that the rules for plurals get wrong: none of them may name an entity without a list name of its own. */
const IRREGULAR = /(sis|um|fe|[lr]f|ch|x|ss|sh|us|o|person|man|child|series|species)$/i

/**
 * Plural of a camel-case name, as squid users know it from their endpoints (`slashing` -> `slashings`).
 *
 * @throws Error if the name needs a rule that is not here: such an entity names its list itself
 */
export function plural(name: string): string {
  if (IRREGULAR.test(name)) {
    throw new Error(`No plural is known for ${name}: give the entity a listQueryName.`)
  }
  if (/s$/i.test(name)) return name
  return /[^aeiou]y$/i.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`
}

/** First letter in lower case: type name to field name. */
export function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Name of a table or column as the migrations have it: `metadataURI` -> `metadata_uri`. */
export function snake(name: string): string {
  return name
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
