/** What amounts of single pools are. */
export const Units = () => (
  <p class="empty">
    Amounts are whole tokens of each pool; those of different pools do not add up. Base units are
    shown where an amount is pointed at, and in files.
  </p>
)
