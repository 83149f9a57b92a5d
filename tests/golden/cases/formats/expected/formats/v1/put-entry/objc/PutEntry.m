// clang -fobjc-arc -framework Foundation PutEntry.m && ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *uuid = @"123e4567-e89b-12d3-a456-426614174000";
  NSString *date = @"2026-01-31";
  NSString *host = @"www.example.com";
  NSString *wait = @"PT5M";
  NSString *own = [@"S1" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *when = [@"2026-01-31T12:00:00Z"
      stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *number = @"9007199254740993";
  NSString *url = [NSString stringWithFormat:@"https://example.com/%@/%@/%@/%@/%@/%@/%@?mails=ada%%40example.com", uuid, date, host, wait, own, when, number];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"PUT";
  request.timeoutInterval = 30;
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
  id body = @{
    @"small" : @-2147483648,
    @"large" : @"18446744073709551615",
    @"part" : @1e+300,
    @"data" : @"ZXhhbXBsZQ==",
    @"link" : @"/a?b=c",
    @"days" : @[ @"2026-01-31", @"2024-02-29" ],
  };
  request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          printf("%.*s\n", (int)data.length, (char *)data.bytes);
          exit(0);
        }] resume];
  dispatch_main();
}
