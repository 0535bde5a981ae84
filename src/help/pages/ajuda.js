// Reading needs none of this: it only carries the reader's vote.
for (const vote of document.querySelectorAll('.vote')) {
  const form = vote.querySelector('form')
  const status = vote.querySelector('[role=status]')
  const buttons = [...vote.querySelectorAll('[data-helpful]')]
  let helpful = null

  const ask = (path, body) =>
    fetch(path, {
      method: 'POST',
      headers: { 'X-Requested-With': 'ponte', ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })

  const send = async (body) => {
    let answer = await ask(vote.dataset.path, body)
    // Signed in, but not lately.
    if (answer.status === 401 && (await ask('/api/v1/session/refresh')).ok)
      answer = await ask(vote.dataset.path, body)
    if (!answer.ok) throw new Error(String(answer.status))
  }

  const tell = async (body) => {
    try {
      await send(body)
      for (const button of buttons)
        button.setAttribute('aria-pressed', String(button.dataset.helpful === String(body.helpful)))
      status.textContent = vote.dataset.thanks
      return true
    } catch {
      status.textContent = vote.dataset.failed
      return false
    }
  }

  for (const button of buttons)
    button.addEventListener('click', async () => {
      helpful = button.dataset.helpful === 'true'
      if (await tell({ helpful })) form.hidden = helpful
    })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const comment = form.querySelector('textarea').value
    if (await tell({ helpful: helpful ?? false, comment })) form.hidden = true
  })
  vote.hidden = false
}

// A link to one question opens it.
const wanted = location.hash && document.getElementById(location.hash.slice(1))
if (wanted instanceof HTMLDetailsElement) wanted.open = true
