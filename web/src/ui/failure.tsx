import { adjust } from '../app/place'
import type { ApiFailure } from '../data/client'

/** Why there is nothing to show, with the code of the error and the way out. */
export function Failure({ failure, retry }: { failure: ApiFailure; retry(): void }) {
  return (
    <section class="notice failed" role="alert">
      <h2>Not available: {failure.code}</h2>
      <p>{failure.message}</p>
      {failure.hint && <p>{failure.hint}</p>}
      <p class="buttons">
        <button type="button" onClick={retry}>
          Try again
        </button>
        {failure.code === 'BLOCK_NOT_INDEXED' && (
          <button type="button" onClick={() => adjust({ block: null })}>
            Show the last block
          </button>
        )}
      </p>
    </section>
  )
}
