/** Cards can be dragged to another column; who does not drag opens the deal and moves it there. */
export function watchDragging({ move, onEnd }) {
  let card = null
  let over = null

  const columnAt = (event) => {
    const column = event.target.closest?.('[data-stage]')
    return card && column && !column.contains(card) ? column : null
  }
  function mark(column) {
    over?.classList.remove('over')
    over = column
    over?.classList.add('over')
  }

  document.addEventListener('dragstart', (event) => {
    card = event.target.closest?.('[data-deal]') ?? null
    if (!card) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', `#${card.dataset.deal}`)
    // A frame later: the picture under the pointer is taken of the card as it is now.
    requestAnimationFrame(() => card?.classList.add('dragged'))
  })
  document.addEventListener('dragover', (event) => {
    const column = columnAt(event)
    mark(column)
    if (column) event.preventDefault()
  })
  document.addEventListener('drop', (event) => {
    const column = columnAt(event)
    if (!column) return
    event.preventDefault()
    column.querySelector('.cards').prepend(card)
    move(card.dataset.deal, column.dataset.stage)
  })
  document.addEventListener('dragend', () => {
    card?.classList.remove('dragged')
    card = null
    mark(null)
    onEnd()
  })
  return { isDragging: () => card !== null }
}
