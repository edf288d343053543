/**
 * The manifest of a data set: what it is, its parts, and where everything in it comes from.
 */
import { z } from "zod";

export const DATASET_FORMAT = "calmhack-dataset/1";

export const manifestSchema = z.object({
  format: z.literal(DATASET_FORMAT),
  name: z.string().min(1),
  version: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  labels: z.string(),
  humanLabels: z.number().int().min(0),
  parts: z.array(
    z.object({
      name: z.enum(["balanced", "hard negatives", "natural rate", "all"]),
      items: z.number().int().min(0),
      subset: z.number().int().min(0),
    }),
  ),
  provenance: z.record(z.string(), z.json()),
});

export type DataSetManifest = z.infer<typeof manifestSchema>;
