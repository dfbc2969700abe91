import type { DocumentAttack } from './types.mjs'

export const DOCUMENTS: readonly DocumentAttack[]
