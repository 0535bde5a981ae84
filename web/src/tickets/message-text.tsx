import { type Called, piecesOf } from './called.ts'
import styles from './message-item.module.css'

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g
type Props = { text: string; called?: readonly Called[]; userId?: number }

/** As it was written, with its addresses to click on, and whom it calls by name marked: whoever reads it most of all. */
export const MessageText = ({ text, called = [], userId }: Props) => (
  <p className={styles.text} dir="auto">
    {text.split(LINK).map((part, at) =>
      at % 2 === 1 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its parts
        <a key={at} href={part} target="_blank" rel="noopener noreferrer nofollow">
          {part}
        </a>
      ) : (
        piecesOf(part, called).map(({ text, who }, piece) =>
          who === null ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its parts
            <mark key={`${at}-${piece}`} className={who === userId ? styles.calledYou : styles.called}>
              {text}
            </mark>
          ),
        )
      ),
    )}
  </p>
)
