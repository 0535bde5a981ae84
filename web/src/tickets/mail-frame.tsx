import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import styles from './mail-frame.module.css'

const FOLDED_PX = 320

/**
 * Somebody else's HTML in a page of its own, where nothing runs. It counts as ours only so that we can see how high it is.
 * Pictures from elsewhere stay blocked by the page's policy.
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const { t } = useTranslation()
  const [heightPx, setHeightPx] = useState(80)
  const [isWhole, setIsWhole] = useState(false)
  const isLong = heightPx > FOLDED_PX
  return (
    <div>
      <iframe
        className={styles.frame}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={`<base target="_blank">${html}`}
        title={title}
        style={{ height: isWhole || !isLong ? heightPx : FOLDED_PX }}
        onLoad={({ currentTarget: { contentDocument } }) => {
          if (!contentDocument) return
          dress(contentDocument)
          setHeightPx(contentDocument.documentElement.scrollHeight)
        }}
      />
      {isLong && (
        <Button look="quiet" isSmall onClick={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'tickets.talk.hideMail' : 'tickets.talk.showMail')}
        </Button>
      )}
    </div>
  )
}

/** Our letters; a style in the document itself would not be let in by the page's policy. */
function dress(document: Document): void {
  const { defaultView } = document
  if (!defaultView) return
  const sheet = new defaultView.CSSStyleSheet()
  sheet.replaceSync(`
    html { overflow: hidden }
    body { margin: 0; overflow-wrap: anywhere; font: 14px/1.5 system-ui, sans-serif; color: #1c2333; background: #fff }
    img, table { max-width: 100%; height: auto }
    pre { white-space: pre-wrap }`)
  document.adoptedStyleSheets = [sheet]
}
