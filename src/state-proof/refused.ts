/** A proof, or a bundle of proofs, that proves nothing. The message says why, in words for a reader. */
export class ProofRefused extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ProofRefused'
  }
}
