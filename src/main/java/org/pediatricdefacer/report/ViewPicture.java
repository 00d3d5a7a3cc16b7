package org.pediatricdefacer.report;

import java.util.Optional;

/**
 * The outside of a head from one side.
 *
 * @param label such as {@code front}
 * @param after the defaced head, if there is one
 * @param before the original, if it may be shown
 */
record ViewPicture(String label, Optional<GrayPicture> after, Optional<GrayPicture> before) {}
