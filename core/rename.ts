export { findRenameCandidates, type RenameCandidate } from "./rename/candidates.ts";
export {
  addRename,
  type ColumnRename,
  type EnumRename,
  noRenames,
  type Rename,
  type Renames,
  type TableRename,
} from "./rename/renames.ts";
export {
  parseRename,
  parseRenames,
  parseRenamesFile,
  requireRenames,
  serializeRename,
} from "./rename/text.ts";
