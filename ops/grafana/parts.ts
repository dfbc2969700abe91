import type { DataQuery, DataSourceRef, GridPos, Panel, VariableModel } from '@grafana/schema'

/** A variable with which the viewer of a dashboard chooses a data source. */
export function dataSourceVariable(type: string, label: string): VariableModel {
  return { name: 'datasource', label, type: 'datasource', query: type, regex: '', multi: false }
}

/** The data source that the viewer chose. */
export function chosenSource(type: string): DataSourceRef {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
  return { type, uid: '${datasource}' }
}

/** A panel before it has its number and place. */
export type Part = Omit<Panel, 'id' | 'gridPos' | 'targets'> & {
  size: Pick<GridPos, 'w' | 'h'>
  targets: DataQuery[]
}

/** Panels from left to right; those that do not fit in the 24 columns begin a new row. */
export function placed(parts: readonly Part[]): Panel[] {
  let x = 0
  let y = 0
  let height = 0
  return parts.map(({ size, targets, ...panel }, index) => {
    if (x + size.w > 24) {
      x = 0
      y += height
      height = 0
    }
    const gridPos = { x, y, ...size }
    x += size.w
    height = Math.max(height, size.h)
    return { id: index + 1, gridPos, targets: targets.map((target) => ({ ...target })), ...panel }
  })
}
