import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Clients whose tokens of one job are remembered: beyond it, further ones get none. */
const MAX_HOLDERS = 1_000

/** Who started a job, and so may cancel it: a job that several started ends when all have cancelled it. */
export class Holders {
  private readonly secret = randomBytes(32)
  private readonly byJob = new Map<string, Set<string>>()

  /** Adds a client to a job; returns its token, the same each time. Null: too many have started it. */
  add(job: string, client: string): string | null {
    const holders = this.byJob.get(job) ?? new Set()
    this.byJob.set(job, holders)
    if (!holders.has(client) && holders.size >= MAX_HOLDERS) return null
    holders.add(client)
    return this.tokenOf(job, client)
  }

  /** Removes the client with this token; returns how many are left, or null if there is no such token. */
  remove(job: string, token: string): number | null {
    const holders = this.byJob.get(job) ?? new Set()
    const holder = [...holders].find((client) => isSame(this.tokenOf(job, client), token))
    if (holder === undefined) return null
    holders.delete(holder)
    return holders.size
  }

  /** The job has ended. */
  forget(job: string): void {
    this.byJob.delete(job)
  }

  private tokenOf(job: string, client: string): string {
    return createHmac('sha256', this.secret).update(`${job} ${client}`).digest('base64url')
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
