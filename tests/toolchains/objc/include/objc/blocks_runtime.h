// GNUstep asks for libobjc2's header of this name; here blocks come from libBlocksRuntime.
#include <Block.h>
