import type { SocketAttack } from './types.mjs'

export const SOCKETS: readonly SocketAttack[]
