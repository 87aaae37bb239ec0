import type { ChatView } from '@chatapp/client'
import { useMemo, useRef } from 'react'
import { startOfDay } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { DayPill } from './day-pill.tsx'
import { JumpButton } from './jump-button.tsx'
import { linesOf } from './lines.ts'
import { useIsSimpleList } from './list-mode.ts'
import { MessageRow } from './message-row.tsx'
import { OlderEnd } from './older-end.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useDivider } from './use-divider.ts'
import { useMessageWindow } from './use-message-window.ts'
import { useMorePages } from './use-more-pages.ts'
import type { Opening } from './use-opening.ts'
import { useReadMark } from './use-read-mark.ts'
import { useSection } from './use-section.ts'

interface MessageListProps {
  view: ChatView
  name: string
  opening: Opening
}

/** The messages of a chat, of which only those near the screen are drawn. */
export function MessageList({ view: whole, name, opening }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const section = useSection(whole, opening)
  const { view } = section
  const lines = useMemo(() => linesOf(view), [view])
  const today = startOfDay(useNow())
  const newAfter = useDivider(whole)
  const isSimple = useIsSimpleList()
  const active = useActiveRow(lines)
  const { virtualizer, isAtEnd, isSettled, jumpToEnd } = useMessageWindow({
    ...{ scroller, view, lines, opening, isSimple, showEnd: section.showEnd },
    activeIndex: active.index,
  })
  const rows = virtualizer.getVirtualItems()
  const firstSeen = virtualizer.range?.startIndex ?? 0
  if (isSettled) section.noteSeen(lines.numberAt(firstSeen))
  const { mistake, loadOlder } = useMorePages({
    ...{ section, isSettled, isByButton: isSimple, first: firstSeen },
    last: virtualizer.range?.endIndex ?? 0,
    count: lines.count,
  })
  useReadMark(scroller, view, isSettled, () => lines.numberAt(lowestSeen(virtualizer)))

  const firstNew = newAfter === null ? -1 : firstOfPeer(newAfter)
  const sought = opening.at === 'message' ? opening.number : null
  const total = Math.max(view.conversation?.lastNumber ?? 0, lines.numberAt(lines.count - 1))

  /** Nothing is new about one's own messages. What begins before the first row is not to be seen. */
  function firstOfPeer(after: number): number {
    let index = lines.indexFrom(after + 1)
    if (index === 0 && view.hasBefore && lines.numberAt(0) > after + 1) return -1
    while (index < lines.count && lines.at(index).sendState !== null) index += 1
    return index
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div className="relative mt-auto flex-none">
          <OlderEnd {...{ view, name, mistake, scroller }} isByButton={isSimple} onLoad={loadOlder} />
          <ol
            ref={virtualizer.containerRef}
            className="relative"
            aria-label={`Messages with ${name}`}
            onKeyDown={active.onKeyDown}
          >
            {rows.map(({ index, key }) => {
              const line = lines.at(index)
              return (
                <MessageRow
                  key={key}
                  {...line}
                  index={index}
                  position={line.number ?? total + 1 + index - lines.indexFrom(Number.POSITIVE_INFINITY)}
                  total={total + whole.pending.length}
                  peer={view.peer}
                  peerName={name}
                  isFirstNew={index === firstNew}
                  isSought={line.number === sought && sought !== null}
                  isActive={index === active.index}
                  mayMove={isSettled}
                  today={today}
                  measure={virtualizer.measureElement}
                />
              )
            })}
          </ol>
        </div>
      </div>
      <DayPill {...{ scroller, virtualizer, lines, today }} />
      {(!isAtEnd || view.hasAfter) && (
        <JumpButton
          unread={view.conversation?.unread ?? 0}
          isLoading={view.isLoadingNewer}
          onJump={jumpToEnd}
        />
      )}
    </div>
  )
}

/** Of which half is in the pane, or which fills half of the pane. */
function lowestSeen({
  range,
  measurementsCache,
  scrollOffset,
  scrollRect,
}: ReturnType<typeof useMessageWindow>['virtualizer']): number {
  if (!range || !scrollRect) return -1
  const bottom = (scrollOffset ?? 0) + scrollRect.height
  for (let index = range.endIndex; index >= range.startIndex; index--) {
    const row = measurementsCache[index]
    if (row && row.start + Math.min(row.size, scrollRect.height) / 2 <= bottom) return index
  }
  return -1
}
