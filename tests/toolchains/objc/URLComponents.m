// NSURLComponents that keeps every component percent-encoded, as it was given, and decodes only for
// who asks for the decoded one. Like Apple's it leaves + alone in queryItems, raises an exception
// for a component that is not percent-encoded where it should be, and has no URL where the parts
// do not make one.
#import <Foundation/Foundation.h>

// The components' names in _encoded; a component that is not there is nil.
static NSString *const kScheme = @"scheme";
static NSString *const kUser = @"user";
static NSString *const kPassword = @"password";
static NSString *const kHost = @"host";
static NSString *const kPort = @"port";
static NSString *const kPath = @"path";
static NSString *const kQuery = @"query";
static NSString *const kFragment = @"fragment";

static NSCharacterSet *allowedCharacters(NSString *component) {
  if (component == kUser || component == kPassword) {
    return NSCharacterSet.URLUserAllowedCharacterSet;
  } else if (component == kHost) {
    return NSCharacterSet.URLHostAllowedCharacterSet;
  } else if (component == kPath) {
    return NSCharacterSet.URLPathAllowedCharacterSet;
  } else if (component == kQuery) {
    return NSCharacterSet.URLQueryAllowedCharacterSet;
  }
  return NSCharacterSet.URLFragmentAllowedCharacterSet;
}

// A query item's name and value must not end the item.
static NSString *encodeQueryPart(NSString *part) {
  NSMutableCharacterSet *allowed =
      [[NSCharacterSet.URLQueryAllowedCharacterSet mutableCopy] autorelease];
  [allowed removeCharactersInString:@"&="];
  return [part stringByAddingPercentEncodingWithAllowedCharacters:allowed];
}

// Nothing but allowed characters and complete escapes. Apple accepts ; in a path, too, though it
// would escape it.
static BOOL isEncoded(NSString *text, NSCharacterSet *allowed) {
  NSMutableCharacterSet *permitted = [[allowed mutableCopy] autorelease];
  [permitted addCharactersInString:@"%;"];
  NSRange notPermitted = [text rangeOfCharacterFromSet:permitted.invertedSet];
  NSRange loosePercent = [text rangeOfString:@"%(?![0-9A-Fa-f]{2})"
                                     options:NSRegularExpressionSearch];
  return notPermitted.location == NSNotFound && loosePercent.location == NSNotFound;
}

@implementation NSURLComponents

+ (instancetype)componentsWithString:(NSString *)string {
  return [[[self alloc] initWithString:string] autorelease];
}

+ (instancetype)componentsWithURL:(NSURL *)url resolvingAgainstBaseURL:(BOOL)resolve {
  return [[[self alloc] initWithURL:url resolvingAgainstBaseURL:resolve] autorelease];
}

- (instancetype)init {
  if ((self = [super init])) {
    _encoded = [[NSMutableDictionary alloc] init];
    [_encoded setObject:@"" forKey:kPath];
  }
  return self;
}

- (instancetype)initWithURL:(NSURL *)url resolvingAgainstBaseURL:(BOOL)resolve {
  return [self initWithString:resolve ? url.absoluteString : url.relativeString];
}

// The regular expression is that of RFC 3986, appendix B, with the authority's parts.
- (instancetype)initWithString:(NSString *)string {
  if ((self = [self init])) {
    NSRegularExpression *pattern = [NSRegularExpression
        regularExpressionWithPattern:@"^(?:([A-Za-z][A-Za-z0-9+.-]*):)?"
                                     @"(?://(?:([^:/?#@]*)(?::([^/?#@]*))?@)?"
                                     @"(\\[[^\\]/?#]*\\]|[^:/?#]*)(?::([0-9]*))?(?=[/?#]|$))?"
                                     @"([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$"
                             options:0
                               error:NULL];
    NSTextCheckingResult *match = [pattern firstMatchInString:string
                                                      options:0
                                                        range:NSMakeRange(0, string.length)];
    NSArray *components = @[ kScheme, kUser, kPassword, kHost, kPort, kPath, kQuery, kFragment ];
    BOOL valid = match != nil;
    for (NSUInteger i = 0; valid && i < components.count; i++) {
      NSString *component = [components objectAtIndex:i];
      NSRange range = [match rangeAtIndex:i + 1];
      if (range.location != NSNotFound) {
        NSString *value = [string substringWithRange:range];
        valid = isEncoded(value, allowedCharacters(component));
        [_encoded setObject:value forKey:component];
      }
    }
    if (!valid) {
      [self release];
      return nil;
    }
  }
  return self;
}

- (id)copyWithZone:(NSZone *)zone {
  NSURLComponents *copy = [[NSURLComponents allocWithZone:zone] init];
  [copy->_encoded setDictionary:_encoded];
  return copy;
}

- (void)dealloc {
  [_encoded release];
  [super dealloc];
}

- (NSURL *)URL {
  NSString *string = self.string;
  return string == nil ? nil : [NSURL URLWithString:string];
}

- (NSString *)string {
  NSString *scheme = self.scheme;
  NSString *host = self.percentEncodedHost;
  NSString *path = self.percentEncodedPath;
  BOOL hasAuthority = host != nil || self.percentEncodedUser != nil || self.port != nil;
  if (hasAuthority ? path.length > 0 && ![path hasPrefix:@"/"] : [path hasPrefix:@"//"]) {
    return nil;
  }
  NSMutableString *string = [NSMutableString string];
  if (scheme != nil) {
    [string appendFormat:@"%@:", scheme];
  }
  if (hasAuthority) {
    [string appendString:@"//"];
    if (self.percentEncodedUser != nil) {
      [string appendString:self.percentEncodedUser];
      if (self.percentEncodedPassword != nil) {
        [string appendFormat:@":%@", self.percentEncodedPassword];
      }
      [string appendString:@"@"];
    }
    [string appendString:host ?: @""];
    if (self.port != nil) {
      [string appendFormat:@":%@", self.port];
    }
  }
  [string appendString:path];
  if (self.percentEncodedQuery != nil) {
    [string appendFormat:@"?%@", self.percentEncodedQuery];
  }
  if (self.percentEncodedFragment != nil) {
    [string appendFormat:@"#%@", self.percentEncodedFragment];
  }
  return string;
}

#pragma mark - Components

- (void)setEncoded:(NSString *)value of:(NSString *)component {
  if (value != nil && !isEncoded(value, allowedCharacters(component))) {
    [NSException raise:NSInvalidArgumentException
                format:@"invalid characters in percent-encoded %@: %@", component, value];
  }
  if (value == nil && component == kPath) {
    value = @"";
  }
  if (value != nil) {
    [_encoded setObject:value forKey:component];
  } else {
    [_encoded removeObjectForKey:component];
  }
}

- (void)setDecoded:(NSString *)value of:(NSString *)component {
  NSString *encoded =
      [value stringByAddingPercentEncodingWithAllowedCharacters:allowedCharacters(component)];
  [self setEncoded:encoded of:component];
}

- (NSString *)encoded:(NSString *)component {
  return [_encoded objectForKey:component];
}

- (NSString *)decoded:(NSString *)component {
  NSString *encoded = [_encoded objectForKey:component];
  return encoded.length == 0 ? encoded : encoded.stringByRemovingPercentEncoding;
}

- (NSString *)scheme {
  return [self encoded:kScheme];
}
- (void)setScheme:(NSString *)scheme {
  [self setEncoded:scheme of:kScheme];
}

- (NSNumber *)port {
  NSString *port = [self encoded:kPort];
  return port.length == 0 ? nil : [NSNumber numberWithInteger:port.integerValue];
}
- (void)setPort:(NSNumber *)port {
  [self setEncoded:port.stringValue of:kPort];
}

// Both forms of a component, with its names in lower and upper case and its key.
#define COMPONENT(name, Name, key)                     \
  -(NSString *)name {                                  \
    return [self decoded:key];                         \
  }                                                    \
  -(void)set##Name : (NSString *)value {               \
    [self setDecoded:value of:key];                    \
  }                                                    \
  -(NSString *)percentEncoded##Name {                  \
    return [self encoded:key];                         \
  }                                                    \
  -(void)setPercentEncoded##Name : (NSString *)value { \
    [self setEncoded:value of:key];                    \
  }

COMPONENT(user, User, kUser)
COMPONENT(password, Password, kPassword)
COMPONENT(host, Host, kHost)
COMPONENT(path, Path, kPath)
COMPONENT(query, Query, kQuery)
COMPONENT(fragment, Fragment, kFragment)

#pragma mark - Query items

- (NSArray *)percentEncodedQueryItems {
  NSString *query = self.percentEncodedQuery;
  if (query == nil) {
    return nil;
  }
  NSMutableArray *items = [NSMutableArray array];
  for (NSString *pair in query.length > 0 ? [query componentsSeparatedByString:@"&"] : @[]) {
    NSRange equals = [pair rangeOfString:@"="];
    BOOL hasValue = equals.location != NSNotFound;
    NSString *name = hasValue ? [pair substringToIndex:equals.location] : pair;
    NSString *value = hasValue ? [pair substringFromIndex:NSMaxRange(equals)] : nil;
    [items addObject:[NSURLQueryItem queryItemWithName:name value:value]];
  }
  return items;
}

- (void)setPercentEncodedQueryItems:(NSArray *)items {
  NSMutableArray *pairs = [NSMutableArray array];
  for (NSURLQueryItem *item in items) {
    [pairs addObject:item.value == nil
                         ? item.name
                         : [NSString stringWithFormat:@"%@=%@", item.name, item.value]];
  }
  self.percentEncodedQuery = items == nil ? nil : [pairs componentsJoinedByString:@"&"];
}

- (NSArray *)queryItems {
  NSArray *encoded = self.percentEncodedQueryItems;
  if (encoded == nil) {
    return nil;
  }
  NSMutableArray *items = [NSMutableArray array];
  for (NSURLQueryItem *item in encoded) {
    NSString *value =
        item.value.length == 0 ? item.value : item.value.stringByRemovingPercentEncoding;
    [items
        addObject:[NSURLQueryItem queryItemWithName:item.name.stringByRemovingPercentEncoding ?: @""
                                              value:value]];
  }
  return items;
}

- (void)setQueryItems:(NSArray *)items {
  NSMutableArray *encoded = [NSMutableArray array];
  for (NSURLQueryItem *item in items) {
    [encoded addObject:[NSURLQueryItem queryItemWithName:encodeQueryPart(item.name)
                                                   value:encodeQueryPart(item.value)]];
  }
  self.percentEncodedQueryItems = items == nil ? nil : encoded;
}

@end
