/** Words with an irregular plural (that of `quorum` is regular): an entity with such a name needs a `listQueryName`. */
const IRREGULAR = /(sis|(?<!quor)um|fe|[lr]f|ch|x|ss|sh|us|o|person|man|child|series|species)$/i

/**
 * Plural of a camel-case name, as in the API of squids (`slashing` -> `slashings`).
 *
 * @throws Error for a word with an irregular plural
 */
export function plural(name: string): string {
  if (IRREGULAR.test(name)) {
    throw new Error(`The plural of ${name} is irregular: give the entity a listQueryName.`)
  }
  if (/s$/i.test(name)) return name
  return /[^aeiou]y$/i.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`
}

/** First letter in lower case: type name to field name. */
export function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Name of a table or column in the database: `metadataURI` -> `metadata_uri`. */
export function snake(name: string): string {
  return name
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
