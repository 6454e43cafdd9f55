// The width of an element, so that a drawing in it can keep its type at one size on every screen.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export function useWidth(): readonly [{ current: HTMLDivElement | null }, number] {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(800)
  useLayoutEffect(() => {
    const observed = element.current
    if (!observed) return
    const measure = (): void => setWidth(Math.max(260, Math.round(observed.clientWidth)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(observed)
    return () => observer.disconnect()
  }, [])
  return [element, width]
}
