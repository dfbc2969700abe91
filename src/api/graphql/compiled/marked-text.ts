import { CUT, ROW } from '../../sql/json'

/** Text of JSON without its marks, and what they said. */
export class MarkedText {
  /** The text. */
  readonly pieces: string[] = []
  /** Paths of lists that a default limit cut. */
  readonly cut = new Set<string>()
  /** Rows, if they are marked. */
  rows = 0

  /** @param json may have marks; `before` has none */
  add(before: string, json: string): void {
    this.pieces.push(before)
    for (const [index, part] of json.split(CUT).entries()) {
      if (index % 2 === 0) this.addRows(part)
      else this.cut.add(part)
    }
  }

  private addRows(json: string): void {
    const rows = json.split(ROW)
    this.rows += rows.length - 1
    for (const row of rows) this.pieces.push(row)
  }
}
