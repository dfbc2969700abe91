/** A block of code of a page, and what it says is printed: the block of `text` or `json` that follows. */
export interface CodeBlock {
  /** `sql`, `sh`, … */
  language: string
  /** What follows it: `sh start` is a command that the test does not run. */
  tag: string
  code: string
  /** With what is printed. */
  whole: string
  hasPrinted: boolean
}

const BLOCK = /^```(\w+)(?: (\w+))?\n([\s\S]*?)^```$(\n\n```(?:text|json)\n[\s\S]*?^```$)?/gm

/** The blocks of code of a page of Markdown, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(BLOCK)].map(([whole, language, tag = '', code, printed]) => ({
    language: language!,
    tag,
    code: code!,
    whole,
    hasPrinted: printed !== undefined,
  }))
}

/** The page with what a block printed. */
export function withPrinted(page: string, { whole }: CodeBlock, printed: string): string {
  const changed = whole.replace(
    /(```(?:text|json)\n)[\s\S]*?```$/,
    (_, open) => `${open}${printed}\n\`\`\``,
  )
  return page.replace(whole, () => changed)
}
