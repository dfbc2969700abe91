/** How protocols are called. */
export const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  EIGENLAYER: 'EigenLayer',
  SYMBIOTIC: 'Symbiotic',
}

/** Protocols for people. */
export const protocolsText = (names: readonly string[]): string =>
  names.map((name) => PROTOCOL_NAMES[name] ?? name).join(', ')
