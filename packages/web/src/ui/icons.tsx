/** Drawn in the colour of the text around them; what they mean is said in words beside them. */
function Icon({ path }: { path: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

export const BackIcon = () => <Icon path="M15 5l-7 7 7 7" />
export const NewIcon = () => <Icon path="M12 5v14M5 12h14" />
export const SendIcon = () => <Icon path="M4 12l16-8-6 16-3-7z" />
export const ClockIcon = () => <Icon path="M12 7v5l3 2M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z" />
export const SentIcon = () => <Icon path="M5 13l4 4L19 7" />
export const DeliveredIcon = () => <Icon path="M2 13l4 4L16 7M11 16l1 1L22 7" />
export const AlertIcon = () => <Icon path="M12 8v5M12 16.5v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z" />
