/** A whole answer of the GraphQL endpoint, as it was sent. */
export interface KeptAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
  /** Name of the body; set if the answer can never change. */
  readonly etag: string | null
}

/** What an operation's answer depends on beside its text. */
export type AnswerScope =
  /** A block that can no longer be undone, and nothing about where the indexer stands. */
  | { readonly kind: 'FINAL' }
  /** The state of the database that this names: see `headName`. */
  | { readonly kind: 'HEAD'; readonly head: string }

/** Bytes of answers that are kept; the ones not used for longest are forgotten first. */
const MAX_BYTES = 64 * 2 ** 20
/** One larger than this would push out too many others. */
const MAX_ANSWER = 4 * 2 ** 20

/**
 * Answers that are still right, by request.
 *
 * An answer is a function of the request and of the state of the database, so it can be sent again as long as that
 * state is the same: for ever, if it reads a final block; until the next commit of the indexer otherwise.
 */
export class Answers {
  private final = new Shelf()
  private atHead = new Shelf()
  private head = ''

  /** An answer that can never change. */
  findFinal(request: string): KeptAnswer | null {
    return this.final.get(request)
  }

  /** An answer from the state that `head` names. */
  findAt(head: string, request: string): KeptAnswer | null {
    return head === this.head ? this.atHead.get(request) : null
  }

  keep(request: string, scope: AnswerScope, answer: KeptAnswer): void {
    if (answer.body.length > MAX_ANSWER) return
    if (scope.kind === 'HEAD' && scope.head !== this.head) {
      this.atHead = new Shelf()
      this.head = scope.head
    }
    const shelf = scope.kind === 'FINAL' ? this.final : this.atHead
    shelf.put(request, answer)
  }

  /** Forgets all: what counted as final was taken back by hand. */
  forget(): void {
    this.final = new Shelf()
    this.atHead = new Shelf()
  }
}

/** Answers by request, in the order of their last use. */
class Shelf {
  private readonly answers = new Map<string, KeptAnswer>()
  private bytes = 0

  get(request: string): KeptAnswer | null {
    const answer = this.answers.get(request)
    if (!answer) return null
    this.answers.delete(request)
    this.answers.set(request, answer)
    return answer
  }

  put(request: string, answer: KeptAnswer): void {
    this.drop(request)
    this.answers.set(request, answer)
    this.bytes += sizeOf(request, answer)
    for (const oldest of this.answers.keys()) {
      if (this.bytes <= MAX_BYTES / 2) break
      this.drop(oldest)
    }
  }

  private drop(request: string): void {
    const answer = this.answers.get(request)
    if (!answer) return
    this.answers.delete(request)
    this.bytes -= sizeOf(request, answer)
  }
}

function sizeOf(request: string, { body }: KeptAnswer): number {
  return request.length * 2 + body.length
}
