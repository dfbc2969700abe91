import type { ComponentChildren } from 'preact'
import { useView, type View, ViewContext } from '../app/view'

interface Props {
  name: string
  /** What names of things in it get at their end, so that each is there once: ` at block 7`. */
  suffix: string
  /** What is other in its view. */
  view?: Partial<View>
  children: ComponentChildren
}

/** One of two parts that show the same of different things, beside each other. */
export function Part({ name, suffix, view: other, children }: Props) {
  const view = useView()
  return (
    <ViewContext.Provider value={{ ...view, ...other, part: `${view.part}${suffix}` }}>
      <section aria-label={`${name}${view.part}`}>{children}</section>
    </ViewContext.Provider>
  )
}
