import styles from './message-item.module.css'

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g

/** As it was written, with its addresses to click on. */
export const MessageText = ({ text }: { text: string }) => (
  <p className={styles.text} dir="auto">
    {text.split(LINK).map((part, at) =>
      at % 2 === 1 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its parts
        <a key={at} href={part} target="_blank" rel="noopener noreferrer nofollow">
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
)
