import { keccak_256 } from '@noble/hashes/sha3.js'
import { assemble } from './assembler'

/** Where the sequencer is: only its calls emit. */
export const SEQUENCER = '0x00000000000000000000000000000000005e90e4'

/** Emits a log with `count` topics, which stand behind the first byte of the calldata. Stack: size of the data. */
function emit(count: number): string {
  const topics = Array.from({ length: count }, (_, i) => {
    const at = 1 + 32 * (count - 1 - i)
    return `#${at.toString(16).padStart(2, '0')} CALLDATALOAD`
  })
  return `log${count}: ${topics.join(' ')} DUP${count + 1} PUSH0 LOG${count} STOP`
}
const COUNTS = [0, 1, 2, 3, 4]

/**
 * Stands at every recorded address. Called by the sequencer it emits the log in its calldata: a byte with the number of topics,
 * the topics, the data. Called by others it returns what `answerAt` holds for its address and this calldata, or reverts.
 */
export const EMITTER_CODE = assemble(`
  CALLER #5e90e4 EQ @emit JUMPI
  ADDRESS PUSH0 MSTORE
  CALLDATASIZE PUSH0 #20 CALLDATACOPY
  CALLDATASIZE #20 ADD PUSH0 KECCAK256
  DUP1 EXTCODESIZE DUP1 @known JUMPI
  PUSH0 PUSH0 REVERT
  known: #01 SWAP1 SUB
  DUP1 #01 PUSH0 DUP5 EXTCODECOPY
  PUSH0 RETURN
  emit: PUSH0 CALLDATALOAD #f8 SHR
  DUP1 #20 MUL #01 ADD
  DUP1 CALLDATASIZE SUB
  DUP1 SWAP2 PUSH0 CALLDATACOPY
  ${COUNTS.map((count) => `DUP2 #0${count} EQ @log${count} JUMPI`).join(' ')}
  PUSH0 PUSH0 REVERT
  ${COUNTS.map(emit).join(' ')}
`)

/** One recorded transaction. Calldata: address (20 bytes), length (4 bytes) and payload of a call, again and again. */
export const SEQUENCER_CODE = assemble(`
  PUSH0
  loop: CALLDATASIZE DUP2 LT ISZERO @end JUMPI
  DUP1 #14 ADD CALLDATALOAD #e0 SHR
  DUP1 DUP3 #18 ADD PUSH0 CALLDATACOPY
  PUSH0 PUSH0 DUP3 PUSH0 PUSH0 DUP7 CALLDATALOAD #60 SHR GAS CALL
  @done JUMPI PUSH0 PUSH0 REVERT
  done: ADD #18 ADD @loop JUMP
  end: STOP
`)

/** The account whose code, behind one byte, is what the contract `to` answers to this calldata. */
export function answerAt(to: string, data: string): string {
  const key = Buffer.from(`${to.slice(2).padStart(64, '0')}${data.slice(2)}`, 'hex')
  return `0x${Buffer.from(keccak_256(key)).toString('hex').slice(24)}`
}
