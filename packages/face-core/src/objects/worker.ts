import { Desk } from '../worker/desk.ts';
import { ObjectPipeline } from './pipeline.ts';
import type { ObjectCalls } from './protocol.ts';

/** The entry of the object detector's worker. */

const desk = new Desk(ObjectPipeline.open);

desk.serve<ObjectCalls>({
  detect: (call, frame, thresholds) => desk.inTurn(call, frame, (road, image) => road.detect(image, thresholds)),
});
