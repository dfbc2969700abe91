import type { Head } from '../../reads/head'
import type { Representation } from './responses'

/** What the response to an operation depends on, beside the request. */
export type ResponseScope =
  /** A final block, and nothing about the head of the index; `isRows`: on stored rows alone, without polls. */
  | { readonly kind: 'FINAL'; readonly database: string; readonly isRows: boolean }
  /** The state of the database of this name, and what was seen of the chain: see `headName` and `seenName`. */
  | { readonly kind: 'HEAD'; readonly head: string; readonly seen?: string }

/** Bytes of all cached responses; the least recently used ones are evicted first. */
const MAX_BYTES = 32 * 2 ** 20
/** Larger responses are not cached: one would evict too many others. */
const MAX_RESPONSE_BYTES = 2 * 2 ** 20

/**
 * Cached responses, by request.
 *
 * A response is a function of the request and of the state of the database, so it is valid while that state is the
 * same: forever, if it reads a final block; else until the next commit of the indexer.
 */
export class ResponseCache {
  private final = new LruCache()
  private atHead = new LruCache()
  private headName = ''
  private lastHead: Head | null = null

  /** Whether there is a response, which may be of an earlier head. */
  has(request: string): boolean {
    return this.final.has(request) || this.atHead.has(request)
  }

  /** A response that does not depend on the head, from the database that was observed last. */
  findFinal(request: string): Representation | null {
    const kept = this.final.get(request)
    const { lastHead } = this
    return kept && (!lastHead || kept.database === lastHead.database) ? kept.response : null
  }

  /** A response from the state of the database of this name, and what was seen of the chain. */
  findAt(headName: string, seenName: string, request: string): Representation | null {
    if (headName !== this.headName) return null
    const kept = this.atHead.get(request)
    return kept && (kept.seen ?? seenName) === seenName ? kept.response : null
  }

  store(request: string, scope: ResponseScope, response: Representation): void {
    if (response.body.length > MAX_RESPONSE_BYTES) return
    if (scope.kind === 'HEAD' && scope.head !== this.headName) {
      this.atHead = new LruCache()
      this.headName = scope.head
    }
    if (scope.kind === 'FINAL') this.final.put(request, { response, database: scope.database })
    else this.atHead.put(request, { response, seen: scope.seen })
  }

  /**
   * Removes all responses if the head shows that answers for final blocks may have changed: final blocks were rolled
   * back or replaced, the database is another one of this name, rows are being derived anew, contracts were polled, an invalid block was found or fixed, or a
   * constant became known.
   */
  observe(head: Head): void {
    const last = this.lastHead
    this.lastHead = head
    if (!last || head === last) return
    const isChanged =
      head.database !== last.database ||
      head.chainId !== last.chainId ||
      head.startBlock !== last.startBlock ||
      head.finalizedNumber < last.finalizedNumber ||
      (head.finalizedNumber === last.finalizedNumber &&
        head.finalizedHash !== last.finalizedHash) ||
      head.rules !== last.rules ||
      head.rederiveTo !== last.rederiveTo ||
      head.polledAt !== last.polledAt ||
      head.tokensAt !== last.tokensAt ||
      head.stopped !== last.stopped ||
      head.unknownConstants !== last.unknownConstants ||
      String(head.missingContracts) !== String(last.missingContracts)
    if (isChanged) this.clear()
  }

  private clear(): void {
    this.final = new LruCache()
    this.atHead = new LruCache()
  }
}

/** A cached response; `database`: from which it is, if it is lasting; `seen`: what was seen of the chain, if it depends on that. */
interface Kept {
  readonly response: Representation
  readonly database?: string
  readonly seen?: string | undefined
}

/** Responses by request, the least recently used one first. */
class LruCache {
  private readonly responses = new Map<string, Kept>()
  private bytes = 0

  has(request: string): boolean {
    return this.responses.has(request)
  }

  get(request: string): Kept | null {
    const kept = this.responses.get(request)
    if (!kept) return null
    this.responses.delete(request)
    this.responses.set(request, kept)
    return kept
  }

  put(request: string, kept: Kept): void {
    this.evict(request)
    this.responses.set(request, kept)
    this.bytes += sizeOf(request, kept)
    for (const oldest of this.responses.keys()) {
      if (this.bytes <= MAX_BYTES / 2) break
      this.evict(oldest)
    }
  }

  private evict(request: string): void {
    const kept = this.responses.get(request)
    if (!kept) return
    this.responses.delete(request)
    this.bytes -= sizeOf(request, kept)
  }
}

/** The compressed forms, which are kept with the body, are smaller than it. */
function sizeOf(request: string, { response: { body } }: Kept): number {
  return request.length * 2 + body.length * 2
}
