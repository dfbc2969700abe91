import { Part } from '../ui/part'
import { Page } from './page'
import { useView } from './view'

/** The page at two blocks, the earlier one first. @param other the block beside the one of the view */
export function Compare({ other }: { other: number }) {
  const view = useView()
  const blocks = [other, view.shown].sort((a, b) => a - b)
  return (
    <>
      <h1>
        Block {blocks[0]} beside block {blocks[1]}
      </h1>
      <div class="halves compare">
        {blocks.map((block, index) => (
          <Part
            // They stay where they are while a slider moves.
            key={index === 0 ? 'left' : 'right'}
            name={`Block ${block}`}
            suffix={index === 0 ? ', left' : ', right'}
            view={block === view.shown ? {} : { block: { number: block }, shown: block }}
          >
            <Page />
          </Part>
        ))}
      </div>
    </>
  )
}
