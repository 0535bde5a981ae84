/** As it is drawn now; null: it is out of sight, or on no column. */
export const findCard = (id: number) => document.querySelector<HTMLElement>(`[data-card="${id}"]`)

export const idOfCard = (element: Element | null) => {
  const card = element?.closest<HTMLElement>('[data-card]')
  return card ? Number(card.dataset.card) : null
}
