// NSJSONSerialization as Apple's is where a sample can see it: only an array or an object is
// written unless the option for fragments is given.
#import <Foundation/Foundation.h>

#undef NSJSONSerialization

@implementation OverlayJSONSerialization

+ (NSData *)dataWithJSONObject:(id)object
                       options:(NSJSONWritingOptions)options
                         error:(NSError **)error {
  BOOL isContainer =
      [object isKindOfClass:[NSArray class]] || [object isKindOfClass:[NSDictionary class]];
  if (!isContainer && !(options & NSJSONWritingFragmentsAllowed)) {
    [NSException raise:NSInvalidArgumentException
                format:@"*** +[NSJSONSerialization dataWithJSONObject:options:error:]: "
                       @"Invalid top-level type in JSON write"];
  }
  return [NSJSONSerialization dataWithJSONObject:object
                                         options:options & NSJSONWritingPrettyPrinted
                                           error:error];
}

@end
