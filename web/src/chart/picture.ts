/** A picture that stands alone. */
interface Picture {
  readonly text: string
  readonly width: number
  readonly height: number
}

/** What is written into the picture, as styles of the page do not go along. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'text-anchor',
  'opacity',
]

const MARGIN = 24
const LINE = 14
/** Characters of the stamp in a line of 100 pixels. */
const PER_100 = 17

/** The chart with its title above and the stamp below, burnt in. */
export function svgOf(svg: SVGSVGElement, title: string, stamp: string): Picture {
  const { width, height } = svg.getBoundingClientRect()
  const style = getComputedStyle(document.body)
  const lines = wrapped(stamp, Math.floor((width / 100) * PER_100))
  const full = MARGIN + height + LINE * (lines.length + 1)
  const root = document.createElementNS(svg.namespaceURI, 'svg') as SVGSVGElement
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  root.setAttribute('width', String(width))
  root.setAttribute('height', String(full))
  const back = append(root, 'rect', { width: '100%', height: '100%', fill: style.backgroundColor })
  back.after(copyOf(svg))
  const font = { 'font-family': 'sans-serif', fill: style.color }
  append(root, 'text', {
    x: '8',
    y: '16',
    'font-size': '14',
    'font-weight': 'bold',
    ...font,
  }).textContent = title
  for (const [index, line] of lines.entries()) {
    const y = String(MARGIN + height + LINE * (index + 1))
    append(root, 'text', { x: '8', y, 'font-size': '10', ...font }).textContent = line
  }
  return { text: new XMLSerializer().serializeToString(root), width, height: full }
}

function copyOf(svg: SVGSVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const parts = svg.querySelectorAll('*')
  for (const [index, part] of [...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(parts[index]!)
    for (const name of STYLES) part.setAttribute(name, style.getPropertyValue(name))
    part.removeAttribute('class')
  }
  copy.setAttribute('y', String(MARGIN))
  return copy
}

function append(
  root: SVGElement,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Element {
  const element = document.createElementNS(root.namespaceURI, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  root.append(element)
  return element
}

function wrapped(text: string, length: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!
    if (last.length + word.length + 1 > length && last) lines.push(word)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines
}

/** The picture as pixels, two for each of its own. */
export async function pngOf({ text, width, height }: Picture): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width * 2
    canvas.height = height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture')))),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}
