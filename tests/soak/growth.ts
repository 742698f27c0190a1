/**
 * The line through a series of measurements that has the least squared distances. A series may consist of stretches,
 * each with a level of its own (a tab that was reloaded starts again from little); the slope is common to all of them.
 * Source: ordinary least squares with one intercept a group, each group centred on its own mean.
 */

export interface Point {
  readonly hours: number;
  readonly value: number;
  /** points of one stretch have one level */
  readonly stretch: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Growth of the value an hour; 0 when there is no stretch with two points of different times. */
export const growthAnHour = (points: readonly Point[]): number => {
  let above = 0;
  let below = 0;
  for (const stretch of new Set(points.map((point) => point.stretch))) {
    const own = points.filter((point) => point.stretch === stretch);
    const hours = mean(own.map((point) => point.hours));
    const value = mean(own.map((point) => point.value));
    for (const point of own) {
      above += (point.hours - hours) * (point.value - value);
      below += (point.hours - hours) ** 2;
    }
  }
  return below === 0 ? 0 : above / below;
};
