/** Twenty nodes on bad links with partitions, cuts, pauses and crashes: whatever the seed, the rules hold. Even seeds. */
import { describeRoughNetwork } from './rough-network.ts';

describeRoughNetwork(0);
