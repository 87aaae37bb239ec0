const everyMs = 50

/** Asks again and again until the answer is true; a rejection is a no. @throws when the time is up. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  let lastError: unknown
  while (performance.now() < deadline) {
    try {
      if (await holds()) return
    } catch (error) {
      lastError = error
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new Error(`${what}: not within ${seconds} s`, { cause: lastError })
}
