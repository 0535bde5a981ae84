const EDGE_PX = 48
const FASTEST_PX = 14

/** While a finger holds a card near an edge, what lies there comes into sight. */
export function scrollAtEdges() {
  let point: { x: number; y: number } | null = null
  let frame = requestAnimationFrame(function step() {
    if (point) scrollFrom(point.x, point.y)
    frame = requestAnimationFrame(step)
  })
  return {
    at(x: number, y: number) {
      point = { x, y }
    },
    stop: () => cancelAnimationFrame(frame),
  }
}

function scrollFrom(x: number, y: number): void {
  const under = document.elementFromPoint(x, y)
  const board = under?.closest<HTMLElement>('[data-scrolls=x]')
  const list = under?.closest<HTMLElement>('[data-stage]')?.querySelector<HTMLElement>('[data-scrolls=y]')
  if (board) {
    const { left, right } = board.getBoundingClientRect()
    board.scrollLeft += speed(x, left, right)
  }
  if (list) {
    const { top, bottom } = list.getBoundingClientRect()
    list.scrollTop += speed(y, top, bottom)
  }
}

/** The nearer to the edge, the faster. */
function speed(at: number, from: number, to: number): number {
  const near = (distance: number) => Math.min(Math.max(1 - distance / EDGE_PX, 0), 1) * FASTEST_PX
  return near(to - at) - near(at - from)
}
