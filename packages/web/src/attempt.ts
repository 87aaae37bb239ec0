/** For the browser's storage, which may be full or forbidden: null then, and the app goes on without it. */
export function attempt<T>(task: () => T): T | null {
  try {
    return task()
  } catch {
    return null
  }
}
