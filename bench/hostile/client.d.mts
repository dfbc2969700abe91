import type { Answer, Asked, Peer } from './types.mjs'

export function send(peer: Peer, asked: Asked): Promise<Answer>
export function outcomeOf(answer: Answer): string
