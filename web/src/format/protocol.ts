/** How protocols are called. */
export const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  EIGENLAYER: 'EigenLayer',
  SYMBIOTIC: 'Symbiotic',
}
