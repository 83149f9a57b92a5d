// Lets code that clang compiles for the gnustep-1.7 runtime, the oldest one for which it offers
// automatic reference counting, run on the runtime of Debian's GNUstep, which is GCC's libobjc.
//
// Enough for a program of functions and blocks. __weak is unretained, and stays set when the
// object is gone.
#define _GNU_SOURCE
#import <Foundation/Foundation.h>
#include <dlfcn.h>
#include <objc/message.h>
#include <objc/objc-sync.h>

// ---- Loading ----

struct objc_module {
  unsigned long version;
  unsigned long size;
  const char *name;
  void *symtab;
};

// Stands before libobjc's function, which every object file's constructor calls. The two layouts
// are the same, but libobjc aborts on a version that it does not know.
void __objc_exec_class(struct objc_module *module) {
  static void (*libobjc_exec_class)(struct objc_module *);
  if (libobjc_exec_class == NULL) {
    libobjc_exec_class = dlsym(RTLD_NEXT, "__objc_exec_class");
  }
  module->version = 8;
  module->size = sizeof(*module);
  libobjc_exec_class(module);
}

// ---- Message sending ----

// gnustep-1.7 looks up a slot where libobjc looks up the method itself. The caller reads only the
// method, and at once.
struct objc_slot {
  Class owner;
  Class cachedFor;
  const char *types;
  int version;
  IMP method;
};

static struct objc_slot *slotWithMethod(IMP method) {
  static _Thread_local struct objc_slot slot;
  slot.method = method;
  return &slot;
}

struct objc_slot *objc_msg_lookup_sender(id *receiver, SEL selector, id sender) {
  return slotWithMethod(objc_msg_lookup(*receiver, selector));
}

struct objc_slot *objc_slot_lookup_super(struct objc_super *super, SEL selector) {
  return slotWithMethod(objc_msg_lookup_super(super, selector));
}

// ---- Exceptions ----

// Both are the unwinder's personality routine for Objective-C, under two names.
int __gnu_objc_personality_v0(int version, int actions, uint64_t exceptionClass, void *exception,
                              void *context);
int __gnustep_objc_personality_v0(int version, int actions, uint64_t exceptionClass,
                                  void *exception, void *context) {
  return __gnu_objc_personality_v0(version, actions, exceptionClass, exception, context);
}

// libobjc's routine has already unwrapped what was thrown when @catch begins. It takes classes
// only: for @catch (id anything) it aborts.
id objc_begin_catch(id thrown) { return thrown; }
void objc_end_catch(void) {}

// ---- Reference counting ----

extern void *_NSConcreteStackBlock[];
extern void *_NSConcreteGlobalBlock[];
extern void *_NSConcreteMallocBlock[];

// To libobjc a block is not an object: a message to it would crash.
static BOOL isBlock(id object) {
  if (object == nil) {
    return NO;
  }
  void *isa = *(void **)object;
  return isa == _NSConcreteStackBlock || isa == _NSConcreteGlobalBlock ||
         isa == _NSConcreteMallocBlock;
}

id objc_retain(id object) {
  return isBlock(object) ? (id)Block_copy((void *)object) : [object retain];
}

void objc_release(id object) {
  if (isBlock(object)) {
    Block_release((void *)object);
  } else {
    [object release];
  }
}

// A block that is autoreleased is never released: a few bytes.
id objc_autorelease(id object) { return isBlock(object) ? object : [object autorelease]; }

id objc_retainBlock(id block) { return block == nil ? nil : (id)Block_copy((void *)block); }
id objc_autoreleaseReturnValue(id object) { return objc_autorelease(object); }
id objc_retainAutorelease(id object) { return objc_autorelease(objc_retain(object)); }
id objc_retainAutoreleaseReturnValue(id object) { return objc_retainAutorelease(object); }
id objc_retainAutoreleasedReturnValue(id object) { return objc_retain(object); }
id objc_unsafeClaimAutoreleasedReturnValue(id object) { return object; }

void objc_storeStrong(id *location, id object) {
  id old = *location;
  *location = objc_retain(object);
  objc_release(old);
}

id objc_initWeak(id *location, id object) { return *location = object; }
id objc_storeWeak(id *location, id object) { return *location = object; }
id objc_loadWeak(id *location) { return *location; }
id objc_loadWeakRetained(id *location) { return objc_retain(*location); }
void objc_copyWeak(id *to, id *from) { *to = *from; }
void objc_moveWeak(id *to, id *from) { *to = *from; }
void objc_destroyWeak(id *location) { *location = nil; }

void *objc_autoreleasePoolPush(void) { return [[NSAutoreleasePool alloc] init]; }
void objc_autoreleasePoolPop(void *pool) { [(NSAutoreleasePool *)pool drain]; }

// ---- Properties of the program's own classes ----

static void setProperty(id object, ptrdiff_t offset, id value, BOOL atomic, BOOL copy) {
  id *location = (id *)((char *)object + offset);
  value = copy && !isBlock(value) ? [value copy] : objc_retain(value);
  if (atomic) {
    objc_sync_enter(object);
  }
  id old = *location;
  *location = value;
  if (atomic) {
    objc_sync_exit(object);
  }
  objc_release(old);
}

void objc_setProperty_nonatomic(id object, SEL selector, id value, ptrdiff_t offset) {
  setProperty(object, offset, value, NO, NO);
}
void objc_setProperty_nonatomic_copy(id object, SEL selector, id value, ptrdiff_t offset) {
  setProperty(object, offset, value, NO, YES);
}
void objc_setProperty_atomic(id object, SEL selector, id value, ptrdiff_t offset) {
  setProperty(object, offset, value, YES, NO);
}
void objc_setProperty_atomic_copy(id object, SEL selector, id value, ptrdiff_t offset) {
  setProperty(object, offset, value, YES, YES);
}

// ---- The program ----

int __real_main(int argc, char **argv);

// Stands before the program's main, by the linker's --wrap. Apple's runtime keeps what is autoreleased
// without a pool until the thread ends, and says nothing; GNUstep would warn.
int __wrap_main(int argc, char **argv) {
  [NSAutoreleasePool new];
  return __real_main(argc, argv);
}
