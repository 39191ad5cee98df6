/** How much something was at one moment, in MB. */
export interface Sample {
  /** Since the traffic began, in seconds. */
  readonly second: number;
  readonly mb: number;
}

/** A line through points, by least squares. */
export interface Slope {
  /** What comes to it in a minute, in MB. */
  readonly perMinute: number;
  /** What the slope may be wrong by, at 95 %. */
  readonly margin: number;
}

/**
 * Draws the line through the memory of a run.
 *
 * Neighbouring samples are much alike, which makes least squares too sure of themselves: so the mean of each stretch of
 * time counts as one point.
 */
export function slopeOf(samples: readonly Sample[], stretches = 8): Slope {
  const size = Math.max(1, Math.floor(samples.length / stretches));
  const points = Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    const part = samples.slice(index * size, (index + 1) * size);
    return { x: mean(part.map(({ second }) => second)) / 60, y: mean(part.map(({ mb }) => mb)) };
  });
  const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  const width = sum(points.map(({ x }) => (x - middle.x) ** 2));
  const perMinute = sum(points.map(({ x, y }) => (x - middle.x) * (y - middle.y))) / width;
  const off = sum(points.map(({ x, y }) => (y - middle.y - perMinute * (x - middle.x)) ** 2));
  return { perMinute, margin: 2.45 * Math.sqrt(off / (points.length - 2) / width) };
}

/** Whether something grows by more than chance explains, and than a little. */
export function grows({ perMinute, margin }: Slope, leastMb: number): boolean {
  return perMinute - margin > leastMb;
}

export function writeSlope({ perMinute, margin }: Slope): string {
  return `${perMinute.toFixed(2)} ± ${margin.toFixed(2)} MB a minute`;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

function mean(figures: readonly number[]): number {
  return sum(figures) / figures.length;
}
