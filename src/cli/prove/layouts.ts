import { InvalidArgumentError } from 'commander'

/** Parser of the option `--layout ADDRESS=NAME`, which can be repeated. */
export function collectLayouts(
  text: string,
  before: Record<string, string> = {},
): Record<string, string> {
  const [, address, name] = /^(0x[0-9a-f]{40})=(\S+)$/i.exec(text) ?? []
  if (!address) throw new InvalidArgumentError('must be ADDRESS=NAME, with 0x and 40 hex digits')
  return { ...before, [address.toLowerCase()]: name! }
}
