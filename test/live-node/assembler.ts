/** Opcodes of the EVM that the contracts of this folder use. */
const OPCODES: Record<string, number> = {
  STOP: 0x00,
  ADD: 0x01,
  MUL: 0x02,
  SUB: 0x03,
  LT: 0x10,
  EQ: 0x14,
  ISZERO: 0x15,
  SHR: 0x1c,
  KECCAK256: 0x20,
  ADDRESS: 0x30,
  CALLER: 0x33,
  CALLDATALOAD: 0x35,
  CALLDATASIZE: 0x36,
  CALLDATACOPY: 0x37,
  EXTCODESIZE: 0x3b,
  EXTCODECOPY: 0x3c,
  MSTORE: 0x52,
  JUMP: 0x56,
  JUMPI: 0x57,
  GAS: 0x5a,
  JUMPDEST: 0x5b,
  PUSH0: 0x5f,
  DUP1: 0x80,
  SWAP1: 0x90,
  LOG0: 0xa0,
  CALL: 0xf1,
  RETURN: 0xf3,
  REVERT: 0xfd,
}
const NUMBERED = /^(DUP|SWAP|LOG)(\d)$/

/**
 * Code of the EVM from words: names of opcodes; `@label` pushes the place of `label:`, which is a JUMPDEST; `#2a` pushes bytes.
 * @throws for an unknown word or label, and for code of more than 256 bytes
 */
export function assemble(source: string): string {
  const bytes: (number | string)[] = []
  const places = new Map<string, number>()
  for (const word of source.trim().split(/\s+/)) {
    if (word.startsWith('#')) {
      const pushed = Buffer.from(word.slice(1), 'hex')
      bytes.push(OPCODES.PUSH0! + pushed.length, ...pushed)
    } else if (word.startsWith('@')) bytes.push(OPCODES.PUSH0! + 1, word.slice(1))
    else if (word.endsWith(':')) {
      places.set(word.slice(0, -1), bytes.length)
      bytes.push(OPCODES.JUMPDEST!)
    } else bytes.push(opcode(word))
  }
  const code = bytes.map((byte) => (typeof byte === 'number' ? byte : placeOf(places, byte)))
  return `0x${Buffer.from(code).toString('hex')}`
}

function opcode(word: string): number {
  const [, family, number] = NUMBERED.exec(word) ?? []
  const first = family === 'LOG' ? 0 : 1
  const code = family ? OPCODES[`${family}${first}`]! + Number(number) - first : OPCODES[word]
  if (code === undefined) throw new Error(`no opcode ${word}`)
  return code
}

function placeOf(places: Map<string, number>, label: string): number {
  const place = places.get(label)
  if (place === undefined || place > 0xff) throw new Error(`no place of ${label} below 256`)
  return place
}
