package org.pediatricdefacer.render;

import org.pediatricdefacer.render.Camera.View;

/**
 * The same view of a head before and after defacing. Pictures of a face identify a person: mind where they go.
 *
 * @param view direction
 * @param before surface of the scan before defacing
 * @param after surface of the defaced scan, same camera and threshold
 * @param similarity how alike they are
 */
public record ViewChange(View view, Rendering before, Rendering after, RenderSimilarity similarity) {}
