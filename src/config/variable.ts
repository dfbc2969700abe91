/** How much of a value may be displayed: all of it, scheme and host of each URL in it, or only that it is set. */
export type Secrecy = 'open' | 'url' | 'secret'

/** Commands that run in a container of their own. */
export type Part = 'migrate' | 'index' | 'serve' | 'notify'

/** An environment variable that Linchpin reads. */
export interface Variable {
  name: string
  meaning: string
  /** Which parts read it, so that each container gets what it needs, and no more; none: other commands do. */
  parts: readonly Part[]
  /** As written in .env; empty if there is none. */
  default: string
  secrecy: Secrecy
}
