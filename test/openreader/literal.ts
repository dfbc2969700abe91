/** The name of an enum value, which is no text in a literal. */
export class EnumName {
  constructor(readonly name: string) {}

  toJSON(): string {
    return this.name
  }
}

/** A value as a GraphQL literal. */
export function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${literal(item)}`)
    .join(', ')}}`
}
